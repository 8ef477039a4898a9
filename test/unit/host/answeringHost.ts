/**
 * Stands in for the extension host: starts the real compute process with the real client and answers units until it is killed. Prints the
 * process id of compute once, then the number of each answer that was acknowledged.
 */
import { ComputeClient } from '../../../src/host/computeClient';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const [project, module, first] = process.argv.slice(2);
const compute = new ComputeClient({ module, onLog: () => undefined });
for (let number = Number(first); ; number++) {
  await compute.methods.saveAnswer({
    project,
    answer: {
      unit: unitId(unitIndex(number % 7)),
      expert: 'Dr. Wu',
      // Told by it in the log.
      seconds: number,
      network: 'n',
      mining: 'm',
      recognizable: true,
      several: false,
      phenomena: [{ description: 'edge of mass '.repeat(1 + ((number * 37) % 150)), association: 'benign', terms: [] }],
    },
  });
  if (number === Number(first)) process.stdout.write(`compute ${compute.pid}\n`);
  process.stdout.write(`${number}\n`);
}
