/** A process that appends answers until it is killed; prints the number of each answer that was acknowledged. */
import { AnnotationStore } from '../../../src/annotation/store';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const [dir, first] = process.argv.slice(2);
const store = await AnnotationStore.open(dir);
for (let number = Number(first); ; number++) {
  await store.append({
    unit: unitId(unitIndex(number)),
    expert: 'Dr. Wu',
    seconds: number,
    network: 'n',
    mining: 'm',
    recognizable: true,
    several: false,
    phenomena: [{ description: 'edge of mass '.repeat(1 + (number % 150)), association: 'benign', terms: [] }],
  });
  process.stdout.write(`${number}\n`);
}
