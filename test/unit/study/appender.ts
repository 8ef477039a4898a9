/** Appends answers to a study until it is killed, printing the seconds of each that was acknowledged. */
import { StudyStore } from '../../../src/study/store';

const [dir, first] = [process.argv[2], Number(process.argv[3])];
const store = await StudyStore.open(dir);
for (let seconds = first; ; seconds++) {
  await store.append({
    study: 'a'.repeat(64),
    case: `case_${String(seconds).padStart(3, '0')}`,
    condition: 'words',
    reader: 'Dr. Wu',
    call: 'benign',
    confidence: 3,
    seconds,
  });
  process.stdout.write(`${seconds}\n`);
}
