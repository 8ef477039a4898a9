/** Addresses of pictures in the mining folder. */

/** `base` (a URI of the folder) joined with a path relative to it, each part encoded. */
export function pictureAddress(base: string, path: string): string {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  return `${base.replace(/\/+$/, '')}/${parts.map(encodeURIComponent).join('/')}`;
}
