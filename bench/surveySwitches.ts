/** Runs in the survey page under its benchmark: how long from the pointer or the focus on a patch until its mammogram is painted. */

export interface Switch {
  /** Milliseconds until the frame after the one in which the mammogram stands whole in the page begins: by then it is painted. */
  painted: number;
  /** Event Timing's duration in steps of 8 ms: until the first paint after the event. Absent below 16 ms. */
  nextPaint?: number;
}

declare global {
  interface Window {
    /** Waits for the next pointer on, or focus on, a patch. */
    arm(): void;
    /** Ends when the mammogram of that patch is painted. */
    armed: Promise<void>;
    switches(): Switch[];
  }
}

/** A mammogram that has not come by then counts as having taken so long. */
const PATIENCE_MS = 10_000;

const seen: { at: number; painted: number }[] = [];
const paints = new Map<number, number>();
let before: string | undefined;
let finish: (() => void) | undefined;
/** When the key that is down went down. */
let pressed: number | undefined;

new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) paints.set(startTime, Math.max(duration, paints.get(startTime) ?? 0));
}).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

const picture = () => document.querySelector<HTMLImageElement>('.frame img');

function watch(target: EventTarget | null, at: number): void {
  const patch = target instanceof Element ? target.closest('.patch') : null;
  if (!patch || !finish) return;
  const done = finish;
  finish = undefined;
  const look = () => {
    const image = picture();
    const there = patch.getAttribute('aria-current') === 'true' && image?.complete && image.naturalWidth > 0;
    if (!there && performance.now() - at < PATIENCE_MS) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      // The same mammogram as before is no switch.
      if (image?.src !== before) seen.push({ at, painted: performance.now() - at });
      done();
    });
  };
  requestAnimationFrame(look);
}

document.addEventListener('pointerover', (event) => watch(event.target, event.timeStamp), true);
// The focus moves while the key's own handlers run. A timer set here would run after the frame that they lead to, and count it twice.
document.addEventListener(
  'keydown',
  (event) => {
    pressed = event.timeStamp;
  },
  true,
);
document.addEventListener('focusin', (event) => pressed !== undefined && watch(event.target, pressed), true);
document.addEventListener(
  'keyup',
  () => {
    pressed = undefined;
  },
  true,
);

window.arm = () => {
  before = picture()?.src;
  window.armed = new Promise((resolve) => {
    finish = resolve;
  });
};
window.switches = () => seen.map(({ at, painted }) => ({ painted, nextPaint: paints.get(at) }));
