/** A process of its own that has its turn in a queue until it is killed. */
import { inTurn } from '../../../src/devices/queue';
import { quietTask } from '../../../src/protocol/task';

void inTurn(process.argv[2], 'Work elsewhere', quietTask(), async () => {
  process.stdout.write('working\n');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
