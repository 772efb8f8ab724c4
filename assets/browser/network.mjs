// One request to our own origin by the browser's fetch (a blocking client would stand still with the worker).
/** {status, headers: [[name, value]], body}, or undefined when no answer came: no network, a cut, or too slow. */
export async function send(method, path, headers, body, timeoutMs) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) throw new TypeError(`not our own origin: ${path}`);
  try {
    const reply = await fetch(url, {
      method, headers, body: body.length ? body : undefined,
      cache: 'no-store', redirect: 'follow', signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: reply.status,
      headers: [...reply.headers],
      body: new Uint8Array(await reply.arrayBuffer()),
    };
  } catch {
    return undefined;
  }
}
