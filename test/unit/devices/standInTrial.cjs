/** Plays the process of a device's trial, in the way that STAND_IN names. */
const computed = { losses: [1, 2, 3], tensors: { weight: Float32Array.of(1, 2) } };
const manner = process.env.STAND_IN;
if (manner === 'hangs') setInterval(() => undefined, 1000);
else if (manner === 'aborts') {
  process.stderr.write('[Vulkan Loader] INFO: much\nFatal: the driver gave up\n    at driver.c:12\n', () => process.abort());
} else if (manner === 'leaves') process.exit(3);
else if (manner === 'hangs later') process.send({ kind: 'computed', computed }, () => setInterval(() => undefined, 1000));
else
  process.stderr.write('[Vulkan Loader] DRIVER:     Using "Card 9000 (NVK)" with driver: "libcard.so"\n', () =>
    process.send({ kind: 'computed', computed }, () => process.send({ kind: 'timed', msPerStep: 5 }, () => process.exit())),
  );
