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

export const sep = '/';
export const basename = (file: string): string => parts(file).at(-1) ?? '';
export const dirname = (file: string): string => join(file, '..');
export const isAbsolute = (file: string): boolean => file.startsWith('/');

export default { sep, join, basename, dirname, isAbsolute };
