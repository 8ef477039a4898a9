// Mocha's spec report, closed by the plain line "N passed, N failed" that scripts/counted.mjs reads.
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats;
    // What a suite that ends at its first failure did not come to was skipped: the sum stays that of its tests.
    const skipped = Math.max(pending, this.runner.total - passes - failures);
    console.log(`${passes} passed, ${failures} failed${skipped ? `, ${skipped} skipped` : ''}`);
  }
};
