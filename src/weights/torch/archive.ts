/** torch.save's form since PyTorch 1.6: a zip archive with data.pkl and one entry data/KEY for every storage. */
import type { ByteSource } from '../bytes';
import { storedBytes } from '../elements';
import { storageOf } from '../pickle/globals';
import { unpickle } from '../pickle/unpickle';
import { notSaved, type Saved } from './saved';
import { openZip } from './zip';

/** A pickle describes tensors, it does not hold them: those of the largest networks stay below 1 MiB. */
export const MAX_PICKLE_BYTES = 1 << 24;

/** Throws ProblemError when it is no such archive, was written big-endian, or its pickle is refused. */
export async function readArchive(source: ByteSource): Promise<Saved> {
  const zip = await openZip(source);
  const pickles = zip.names.filter((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickles.length !== 1) throw notSaved(source, `a zip archive with ${pickles.length} entries data.pkl`);
  const root = pickles[0].slice(0, -'data.pkl'.length);
  if (zip.names.includes(`${root}byteorder`)) {
    const order = (await zip.read(`${root}byteorder`)).toString('latin1', 0, 16);
    if (order !== 'little') throw notSaved(source, `numbers in the byte order ${order}`, 'little-endian numbers');
  }
  const pickleSize = zip.size(pickles[0]) ?? 0;
  if (pickleSize > MAX_PICKLE_BYTES) throw notSaved(source, `a pickle of ${pickleSize} bytes`, `at most ${MAX_PICKLE_BYTES}`);
  const pickle = await zip.read(pickles[0]);
  const { value } = unpickle(pickle, { file: source.file, where: pickles[0], persistent: storageOf });
  return {
    value,
    async storage(ref) {
      const entry = `${root}data/${ref.key}`;
      const [found, expected] = [zip.size(entry), ref.count * storedBytes(ref.type)];
      // Asked before anything is unpacked: a small archive cannot claim much memory.
      if (found !== expected) throw notSaved(source, `${found ?? 'no'} bytes in ${entry}`, `the ${expected} bytes of its tensors`);
      return zip.read(entry);
    },
  };
}
