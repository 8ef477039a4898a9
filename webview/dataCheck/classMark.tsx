/** A class by name and colour: normal, benign and malignant have theirs on every page, others take turns. */
const KNOWN = ['normal', 'benign', 'malignant'];
const OTHERS = 5;

/** The CSS class that gives a class its colour. */
export function classColour(name: string): string {
  if (KNOWN.includes(name)) return `class-${name}`;
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 65521;
  return `class-other-${sum % OTHERS}`;
}

export function ClassMark({ name }: { name: string }) {
  return (
    <span class={`class-mark ${classColour(name)}`}>
      <i aria-hidden="true" />
      {name}
    </span>
  );
}
