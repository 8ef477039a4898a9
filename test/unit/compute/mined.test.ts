import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openMining } from '../../../src/compute/mined';
import type { OpenData, OpenRun } from '../../../src/compute/workspace';
import { patchAddress } from '../../../src/patches/address';
import { configSchema } from '../../../src/project/config';
import { writeJson } from '../../../src/project/files';
import { ProblemError } from '../../../src/protocol/problem';

describe("a run's mining result", () => {
  let dir: string;
  const config = configSchema.parse({});
  const view = (id: string) => ({ id, caseId: 'case1', file: `/gone/${id}.LJPEG`, width: 10, height: 10, findings: [] });
  const dataOf = (...ids: string[]) =>
    ({
      project: { dir: '/project' },
      dataset: { cases: [{ id: 'case1', views: ids.map(view) }] },
      parts: new Map([['case1', 'holdout']]),
    }) as unknown as OpenData;
  const run = () =>
    ({ run: 'run-1', dir, network: 'network-a', checkpoint: path.join(dir, 'epoch-05.onnx'), config: { config } }) as unknown as OpenRun;
  const result = async (name: string, network: string, createdAt: string, data?: string) => {
    const folder = path.join(dir, 'mining', name.padEnd(16, '0'));
    await writeJson(path.join(folder, 'manifest.json'), { network, checkpoint: `${network}.onnx`, views: 1, data });
    await writeJson(path.join(folder, 'made.json'), { createdAt });
    return folder;
  };
  const refused = (code: string, pattern: RegExp) => (error: unknown) =>
    error instanceof ProblemError && error.problem.code === code && pattern.test(error.message);

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'mined-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('is the newest of its network', async () => {
    await result('a', 'network-a', '2026-01-01');
    const newest = await result('b', 'network-a', '2026-03-01');
    await result('c', 'network-b', '2026-05-01');
    assert.equal((await openMining(run())).dir, newest);
  });

  it('of another checkpoint is refused by name, and so is having none', async () => {
    await assert.rejects(openMining(run()), refused('mining.missing', /no mining result/));
    await result('c', 'network-b', '2026-05-01');
    await assert.rejects(openMining(run()), refused('mining.otherNetwork', /c0+ of network-b\.onnx.*epoch-05\.onnx/));
  });

  it('of another data set is refused by name', async () => {
    const data = dataOf('case1.LEFT_CC');
    const address = await patchAddress(data.dataset.cases[0].views, 'holdout', config);
    await result('a', 'network-a', '2026-01-01', address);
    assert.equal((await openMining(run(), data)).manifest.data, address);
    const more = dataOf('case1.LEFT_CC', 'case1.LEFT_MLO');
    await assert.rejects(
      openMining(run(), more),
      refused('mining.otherData', new RegExp(`1 hold-out views.*${address.slice(0, 12)}.*2 hold-out views`)),
    );
  });
});
