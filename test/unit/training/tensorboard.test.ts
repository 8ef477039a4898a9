/** Event files for TensorBoard: byte for byte what its own writer makes, each step once, whatever was cut short. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32c } from '../../../src/training/tensorboard/crc32c';
import { parseScalars, restartEvent, scalarEvent, versionEvent } from '../../../src/training/tensorboard/event';
import { EventFile } from '../../../src/training/tensorboard/eventFile';
import { frameRecord, wholeRecords } from '../../../src/training/tensorboard/records';
import golden from '../../golden/tensorboard_events.json';

const bytes = (base64: string) => Buffer.from(base64, 'base64');

describe('an event file for TensorBoard', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'tensorboard-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Every step and tag in the order of the files; every byte of them must belong to a whole record. */
  const written = async () => {
    const found: [number, string, number][] = [];
    for (const name of (await readdir(dir)).sort()) {
      const file = await readFile(path.join(dir, name));
      let end = 0;
      for (const record of wholeRecords(file)) {
        end = record.end;
        const event = parseScalars(record.data);
        for (const [tag, value] of Object.entries(event?.scalars ?? {})) found.push([event!.step, tag, value]);
      }
      assert.equal(end, file.length, `${file.length - end} bytes of ${name} are no whole record`);
    }
    return found;
  };
  const write = async (from: number, steps: readonly number[]) => {
    const file = await EventFile.open(dir, from);
    for (const step of steps) await file.write({ step, scalars: { loss: step / 4 } });
    await file.close();
    return file.earlier.map(({ step }) => step);
  };

  it('has the checksum of RFC 3720', () => {
    assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
    assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
  });

  it("has the very bytes of TensorBoard's own writer", () => {
    const events = {
      version: versionEvent(1700000000.25),
      restart: restartEvent(1700000001.5, 301),
      scalars: scalarEvent(1700000002.125, { step: 300, scalars: { 'loss/step': 0.75, learning_rate: 1e-4 } }),
    };
    for (const [name, event] of Object.entries(events))
      assert.deepEqual(Buffer.from(event), bytes(golden.events[name as keyof typeof events]), name);
    assert.deepEqual(Buffer.concat(Object.values(events).map(frameRecord)), bytes(golden.file));
  });

  it('is read back, and a changed bit is noticed wherever it is', () => {
    const file = bytes(golden.file);
    const scalars = [...wholeRecords(file)].map(({ data }) => parseScalars(data));
    assert.deepEqual(scalars, [undefined, undefined, { step: 300, scalars: { 'loss/step': 0.75, learning_rate: Math.fround(1e-4) } }]);
    for (let byte = 0; byte < file.length; byte++) {
      const changed = Buffer.from(file);
      changed[byte] ^= 4;
      assert.ok([...wholeRecords(changed)].length < 3, `byte ${byte}`);
    }
  });

  it('has every step once when a run is resumed, and keeps nothing of what is trained again', async () => {
    await write(0, [1, 2, 3, 4, 5]);
    assert.deepEqual(await write(3, [4, 5, 6]), [1, 2, 3]);
    assert.deepEqual(await write(6, [7]), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(
      await written(),
      [1, 2, 3, 4, 5, 6, 7].map((step) => [step, 'loss', step / 4]),
    );
    assert.equal((await readdir(dir)).length, 3);
  });

  it('loses a record that a killed process left half written, and nothing else', async () => {
    for (const cut of [1, 10, 30]) {
      // Also removes what the round before has left.
      await write(0, [1, 2]);
      const file = path.join(dir, (await readdir(dir))[0]);
      await truncate(file, (await readFile(file)).length - cut);
      assert.deepEqual(await write(2, [3]), [1]);
      assert.deepEqual(await written(), [
        [1, 'loss', 0.25],
        [3, 'loss', 0.75],
      ]);
    }
    const files = (await readdir(dir)).sort();
    await appendFile(path.join(dir, files[0]), 'no record');
    assert.deepEqual(await write(3, []), [1, 3]);
    assert.equal((await written()).length, 2);
  });

  it('begins anew with a new run in the folder', async () => {
    await write(0, [1, 2]);
    assert.deepEqual(await write(0, [1]), []);
    assert.deepEqual(await written(), [[1, 'loss', 0.25]]);
  });
});
