// The few calls that the camera page makes to the REST API.

export class Api {
  #photos;
  #preferences;
  #token;

  constructor({ photosPath, preferencesPath, csrfToken }) {
    this.#photos = photosPath;
    this.#preferences = preferencesPath;
    this.#token = csrfToken;
  }

  trash(id) {
    return this.#call("DELETE", `${this.#photos}${encodeURIComponent(id)}/`);
  }

  restore(id) {
    return this.#call("POST", `${this.#photos}${encodeURIComponent(id)}/restore/`);
  }

  prefer(changes) {
    return this.#call("PATCH", this.#preferences, changes);
  }

  // Gives the JSON of the answer, null for an empty one. Throws Error with `status` (0 when there was no answer).
  async #call(method, address, body) {
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") ?? this.#token };
    if (body) headers["Content-Type"] = "application/json";
    const options = { method, headers, credentials: "same-origin", body: body && JSON.stringify(body) };
    const response = await fetch(address, options).catch(() => null);
    if (!response?.ok) throw Object.assign(new Error(`${method} ${response?.status ?? 0}`), { status: response?.status ?? 0 });
    return response.status === 204 ? null : response.json();
  }
}

// Fresher than the page: signing in again in another tab makes a new one.
function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}
