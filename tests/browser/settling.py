"""When an action has had its effect: Python has heard all that the page told it, and what it drew stands.

Nothing is timed. The page sends a question after everything else that it has sent; the worker answers when no turn
of Python's loop is asked for any more, after everything that Python drew; and Flutter has drawn it when it asks for
no frame. What comes later by itself (the network, a photo being made smaller, a clock) is waited for by its own words.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Worker

DRAWN, PICTURED = 0, 6
"""Frames more in a row that Flutter did not ask for: what a timer draws next (ink under a finger) has come as well."""
LIMIT_MS = 30_000
"""What still moves then moves by itself, and is waited for no longer."""

# In every page before anything else: the page's workers can be asked, and Flutter's frames are counted.
_WATCH = """(() => {
  const workers = [];
  const words = new TextDecoder();
  window.resized = 0;
  window.Worker = class extends Worker {
    constructor(...given) { super(...given); workers.push(this); }
    postMessage(...given) {
      const [said] = given;  // gone from here once it is sent
      if (said instanceof Uint8Array && said.length < 400 && words.decode(said).includes('resize')) window.resized += 1;
      super.postMessage(...given);
    }
  };
  const waiting = new Set();
  let asked = 0;
  const ask = window.requestAnimationFrame.bind(window);
  const cancel = window.cancelAnimationFrame.bind(window);
  window.requestAnimationFrame = draw => {
    asked += 1;
    const frame = ask(at => { waiting.delete(frame); draw(at); });
    waiting.add(frame);
    return frame;
  };
  window.cancelAnimationFrame = frame => { waiting.delete(frame); cancel(frame); };
  const drawn = async frames => {
    for (let calm = 0, before = asked; calm < frames; before = asked) {
      await new Promise(ask);
      calm = waiting.size || before !== asked ? 0 : calm + 1;
    }
  };
  let number = 0;
  const heard = worker => new Promise(resolve => {
    const mine = number += 1;
    const listen = ({data}) => {
      if (data?.settled !== mine) return;
      worker.removeEventListener('message', listen);
      resolve(data.drawings);
    };
    worker.addEventListener('message', listen);
    worker.postMessage({kind: 'settle', settle: mine});
  });
  // Drawn before and after, and nothing new between: Python has no more to say, and Flutter no more to tell it.
  let told = -1;
  const settled = async frames => {
    let askedBefore, toldBefore;
    do {
      [askedBefore, toldBefore] = [asked, told];
      await drawn(2);
      told = await heard(workers.at(-1));
      if (told === toldBefore) await drawn(frames);
    } while (asked !== askedBefore || told !== toldBefore);
  };
  window.settled = (frames, limit) => Promise.race([
    settled(frames).then(() => true), new Promise(resolve => setTimeout(resolve, limit, false)),
  ]);
})()"""

# In the worker: every turn of Python's loop goes through a port. Answers when a whole round has asked for none.
_ANSWER = """() => {
  if (globalThis.drawings !== undefined) return;
  globalThis.drawings = 0;
  let turns = 0;
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...given) { turns += 1; return post.apply(this, given); };
  const send = self.postMessage.bind(self);
  self.postMessage = (...given) => { drawings += 1; return send(...given); };
  const {port1, port2} = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()();
  const round = () => new Promise(resolve => { waiting.push(resolve); post.call(port2, 0); });
  self.addEventListener('message', async ({data}) => {
    if (data.kind !== 'settle') return;
    for (let before = -1; before !== turns;) {
      before = turns;
      await new Promise(resolve => setTimeout(resolve));
      await round();
      await round();
    }
    send({settled: data.settle, drawings});
  });
}"""


def watch(context: BrowserContext) -> None:
    """From now on :func:`settle` knows the context's pages."""
    context.add_init_script(_WATCH)


def settle(page: Page, frames: int = DRAWN) -> bool:
    """Waits until all that was done is handled and drawn. False when something moves by itself and never rests."""
    worker = _app(page)
    if worker is None:
        return False
    worker.evaluate(_ANSWER)
    page.bring_to_front()  # a tab that nobody sees is drawn by no browser
    return bool(page.evaluate("([frames, limit]) => settled(frames, limit)", [frames, LIMIT_MS]))


def resize(page: Page, width: int, height: int) -> None:
    """Gives the page another size, and waits until the app is drawn for it: Flutter tells Python after a pause."""
    if page.viewport_size == {"width": width, "height": height}:
        return
    told = page.evaluate("window.resized")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("told => window.resized > told", arg=told, polling=20)
    settle(page)


def _app(page: Page) -> Worker | None:
    """The worker that Python runs in."""
    return next((worker for worker in reversed(page.workers) if "worker.mjs" in worker.url), None)
