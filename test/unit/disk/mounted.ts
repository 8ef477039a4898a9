/** Disks as they can be: one that cannot be written to, one with little room. Linux mounts them for one program alone, where it may. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** As root, or in a name space in which one is. */
const spaces = [
  ['unshare', '-m'],
  ['unshare', '-rm'],
].find(([program, option]) => {
  try {
    execFileSync(program, [option, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

export const canMount = spaces !== undefined;

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program after `mounting`, a shell's line, with `$1` the folder in question; the program's own end is what counts. */
async function afterMounting(mounting: string, folder: string, program: readonly string[]): Promise<Ended> {
  const [unshare, option] = spaces!;
  const script = `set -e; folder=$1; shift; ${mounting}; exec "$@"`;
  const env = { ...process.env, DEEPMINER_DEVICE: 'cpu' };
  return promisify(execFile)(unshare, [option, 'sh', '-c', script, 'sh', folder, ...program], { env, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

/** With `folder` as on a disk that cannot be written to. */
export const onReadOnly = (folder: string, program: readonly string[]): Promise<Ended> =>
  afterMounting('mount --bind "$folder" "$folder"; mount -o remount,ro,bind "$folder"', folder, program);

/** Names JSON files that do not end as one does. */
const TORN = `find . -name '*.json' | while read -r file; do tail -c 2 "$file" | grep -q '[]}]' || echo "torn $file"; done`;

/** With `folder` on a small disk of its own that begins as a copy of it, with so many kilobytes left; the copy is gone afterwards, listed in `left`, torn JSON files once more. */
export async function onFullDisk(folder: string, kilobytes: number, program: readonly string[]): Promise<Ended & { left: string[] }> {
  const mounting = [
    'size=$(du -sk "$folder" | cut -f1)',
    'copy=$(mktemp -d)',
    'cp -a "$folder/." "$copy"',
    'mount -t tmpfs -o size=$((size + 4096))k,mode=755 none "$folder"',
    'cp -a "$copy/." "$folder"',
    'rm -rf "$copy"',
    // Disks count differently: what is left over is filled.
    `head -c $(($(df -k --output=avail "$folder" | tail -1) - ${kilobytes}))k /dev/zero > "$folder/filler"`,
  ].join('; ');
  const listing = `"$@"; code=$?; echo "--left"; cd "$0" && find . -type f; ${TORN}; exit $code`;
  const ended = await afterMounting(mounting, folder, ['sh', '-c', listing, folder, ...program]);
  const [stdout, left = ''] = ended.stdout.split('--left\n');
  return { ...ended, stdout, left: left.trim().split('\n') };
}
