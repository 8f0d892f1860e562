// Requests to our own server. Whatever goes wrong becomes an Error whose message can be shown.
const page = document.querySelector("#desk");
const token = document.querySelector("meta[name=csrf]")?.content ?? "";

async function send(address, options = {}) {
  let reply;
  try {
    reply = await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(page.dataset.unreachable);
  }
  if (reply.status === 401) {
    window.location.assign("/login");
    throw new Error(page.dataset.failed);
  }
  if (!reply.ok) {
    const problem = await reply.json().catch(() => ({}));
    throw new Error(typeof problem.detail === "string" ? problem.detail : page.dataset.failed);
  }
  return reply;
}

// A piece of a page, escaped by the server's templates.
export async function piece(address, options = {}) {
  return (await send(address, options)).text();
}

// What changes something carries the session's token. `keepalive` lets it end after the page has gone.
export async function post(address, body, options = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": token };
  return send(address, { method: "POST", headers, body: JSON.stringify(body), ...options });
}
