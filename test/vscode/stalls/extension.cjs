/** Runs beside the measured extension in one extension host, and writes down how long that host was kept from anything else: milliseconds, at most, since it last wrote. */
const fs = require('node:fs');

const EVERY_MS = 250;
const STEP_MS = 5;

module.exports = {
  activate(context) {
    const file = process.env.DEEPMINER_STALLS;
    if (!file) return;
    let last = performance.now();
    let longest = 0;
    const steps = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last - STEP_MS);
      last = now;
    }, STEP_MS);
    const lines = setInterval(() => {
      fs.appendFileSync(file, `${Date.now()} ${longest.toFixed(0)}\n`);
      longest = 0;
    }, EVERY_MS);
    context.subscriptions.push({
      dispose() {
        clearInterval(steps);
        clearInterval(lines);
      },
    });
  },
};
