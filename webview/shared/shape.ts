/** Checks that a value has the shape a page is about to draw; says the first place where it has not. */

/** What is wrong, as `where: found X, expected Y`; undefined when nothing is. */
export type Check = (value: unknown, where: string) => string | undefined;

export const number: Check = (value, where) => (Number.isFinite(value) ? undefined : wrong(value, where, 'a finite number'));
export const text: Check = (value, where) => (typeof value === 'string' ? undefined : wrong(value, where, 'text'));
export const truth: Check = (value, where) => (typeof value === 'boolean' ? undefined : wrong(value, where, 'true or false'));
export const anything: Check = () => undefined;

/** A picture that is in the file itself: a page fetches nothing from elsewhere. */
export const picture: Check = (value, where) =>
  typeof value === 'string' && /^data:image\/(png|jpeg|webp|gif);base64,/.test(value)
    ? undefined
    : wrong(value, where, 'a picture as data:image/…');

export const optional =
  (check: Check): Check =>
  (value, where) =>
    value === undefined || value === null ? undefined : check(value, where);

export const list =
  (check: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) return wrong(value, where, 'a list');
    return firstOf(value.map((entry, i) => () => check(entry, `${where}[${i}]`)));
  };

export const record =
  (check: Check): Check =>
  (value, where) => {
    if (!isObject(value)) return wrong(value, where, 'an object');
    return firstOf(
      Object.entries(value).map(
        ([key, entry]) =>
          () =>
            check(entry, `${where}.${key}`),
      ),
    );
  };

export const object =
  (fields: Record<string, Check>): Check =>
  (value, where) => {
    if (!isObject(value)) return wrong(value, where, 'an object');
    return firstOf(
      Object.entries(fields).map(
        ([key, check]) =>
          () =>
            check(value[key], where ? `${where}.${key}` : key),
      ),
    );
  };

const gridFields = object({ width: number, height: number, offset: number, scale: number, data: text });

/** A Grid8 whose bytes fit its size. */
export const grid: Check = (value, where) => {
  const problem = gridFields(value, where);
  if (problem) return problem;
  const { width, height, data } = value as { width: number; height: number; data: string };
  const bytes = (data.length / 4) * 3 - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data) || data.length % 4 !== 0)
    return `${where}.data: found text that is not base64, expected base64 bytes`;
  if (!(width > 0 && height > 0) || bytes !== width * height)
    return `${where}.data: found ${bytes} bytes, expected ${width} x ${height} = ${width * height}`;
  return undefined;
};

function firstOf(checks: (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(value: unknown, where: string, expected: string): string {
  const found = value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 40) ?? typeof value);
  return `${where || 'the output'}: found ${found}, expected ${expected}`;
}
