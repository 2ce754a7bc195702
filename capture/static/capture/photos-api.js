// The few calls that the camera page makes to the photo API.

export class PhotosApi {
  #path;
  #token;

  constructor(path, csrfToken) {
    this.#path = path;
    this.#token = csrfToken;
  }

  async newest(count) {
    const page = await this.#call("GET", "");
    return page.results.slice(0, count);
  }

  trash(id) {
    return this.#call("DELETE", `${encodeURIComponent(id)}/`);
  }

  restore(id) {
    return this.#call("POST", `${encodeURIComponent(id)}/restore/`);
  }

  // Gives the JSON of the answer, null for an empty one. Throws Error with `status` (0 when there was no answer).
  async #call(method, rest) {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken") ?? this.#token;
    const options = { method, headers, credentials: "same-origin" };
    const response = await fetch(this.#path + rest, options).catch(() => null);
    if (!response?.ok) throw Object.assign(new Error(`${method} ${response?.status ?? 0}`), { status: response?.status ?? 0 });
    return response.status === 204 ? null : response.json();
  }
}

// Fresher than the page: signing in again in another tab makes a new one.
function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}
