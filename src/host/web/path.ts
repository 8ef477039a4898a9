/** As much of Node's `path` as pages of results need, for paths with slashes: VS Code in a browser has no Node. */

const parts = (file: string): string[] => file.split('/').filter((part) => part !== '');

/** Joined, with `.` and `..` worked out; a path that begins with a slash stays so. */
export function join(...files: string[]): string {
  const kept: string[] = [];
  for (const part of parts(files.filter((file) => file !== '').join('/')))
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
  return `${files[0]?.startsWith('/') ? '/' : ''}${kept.join('/')}`;
}

export const basename = (file: string): string => parts(file).at(-1) ?? '';
export const dirname = (file: string): string => join(file, '..');
export const isAbsolute = (file: string): boolean => file.startsWith('/');
export const sep = '/';

/** From one absolute path to another. */
export function relative(from: string, to: string): string {
  const [start, end] = [parts(join(from)), parts(join(to))];
  const apart = start.findIndex((part, i) => part !== end[i]);
  const common = apart < 0 ? start.length : apart;
  return [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/');
}

export default { join, basename, dirname, isAbsolute, sep, relative };
