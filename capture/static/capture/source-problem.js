// What went wrong on the way to a camera or a video file: a code that the page has a message for.

export class SourceProblem extends Error {
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

const CODES = {
  NotAllowedError: "permission_denied",
  PermissionDeniedError: "permission_denied",
  PermissionDismissedError: "permission_denied",
  NotFoundError: "no_camera",
  DevicesNotFoundError: "no_camera",
  NotReadableError: "camera_busy",
  TrackStartError: "camera_busy",
  AbortError: "camera_busy",
  SecurityError: "not_secure",
};

// The names getUserMedia throws, those of older browsers among them.
export function cameraProblem(error) {
  return new SourceProblem(CODES[error?.name] ?? "camera_failed", error);
}
