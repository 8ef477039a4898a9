import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetOnce } from '../../../src/compute/datasetOnce';
import { configSchema } from '../../../src/project/config';
import { quietTask } from '../../../src/protocol/task';
import { CASES_FOLDER, writeSample } from '../../../src/sample/write';

const { dataset: settings, classes } = configSchema.parse({});
const options = { ...settings, classes };

describe('a data set that was read', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'once-'));
    await writeSample({ dir, cases: 2, seed: 1 }, quietTask());
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('is given again while nothing changes, and read again when a file, or an option, does', async () => {
    const root = path.join(dir, CASES_FOLDER);
    const first = await datasetOnce(root, options, quietTask());
    assert.equal(await datasetOnce(root, options, quietTask()), first);
    assert.notEqual(await datasetOnce(root, { ...options, format: 'ddsm' }, quietTask()), first);
    const again = await datasetOnce(root, options, quietTask());
    assert.deepEqual(again, first);
    const [view] = again.cases[0].views;
    await rm(view.file);
    const less = await datasetOnce(root, options, quietTask());
    assert.equal(less.cases.flatMap((c) => c.views).length, again.cases.flatMap((c) => c.views).length - 1);
    const [ics] = (await readdir(again.cases[1].dir)).filter((name) => name.endsWith('.ics'));
    await writeFile(path.join(again.cases[1].dir, ics), 'no longer a record');
    const broken = await datasetOnce(root, options, quietTask());
    assert.notDeepEqual(broken.cases.length, less.cases.length);
  });

  it('that cannot be read is not remembered', async () => {
    const nowhere = path.join(dir, 'nowhere');
    await assert.rejects(datasetOnce(nowhere, options, quietTask()));
    await assert.rejects(datasetOnce(nowhere, options, quietTask()));
  });
});
