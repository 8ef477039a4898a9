/** Whether a path lies in a folder, by names alone and by the rules of any system: links are not followed. */

/** As much of Node's `path` as that takes. */
export interface PathRules {
  relative(from: string, to: string): string;
  isAbsolute(path: string): boolean;
  readonly sep: string;
}

/**
 * The steps from a folder to what lies in it, with `/` between them, as files keep them: '' for the folder itself, undefined for what lies elsewhere (above it, on
 * another drive, under another network name). Both paths are absolute.
 */
export function stepsInside(folder: string, file: string, { relative, isAbsolute, sep }: PathRules): string | undefined {
  const steps = relative(folder, file);
  // Names may begin with dots.
  if (isAbsolute(steps) || steps === '..' || steps.startsWith(`..${sep}`)) return undefined;
  return withSlashes(steps, sep);
}

/** How a file is named in code and settings that move with the folder: by its steps where it lies inside, else by its whole path. */
export function nameFrom(folder: string, file: string, rules: PathRules): string {
  return stepsInside(folder, file, rules) || withSlashes(file, rules.sep);
}

/** A backslash may be part of a name where it divides none. */
const withSlashes = (path: string, sep: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));
