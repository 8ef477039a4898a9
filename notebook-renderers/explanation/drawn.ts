/** An explanation as it is drawn: its maps on the breast alone, unless the film around it is asked for too. */
import { useMemo } from 'preact/hooks';
import { onBreast } from '../../src/protocol/breastMap';
import type { Explanation } from '../../src/protocol/explanation';
import type { Looks } from './looks';

export function drawnAs(e: Explanation, { film }: Pick<Looks, 'film'>): Explanation {
  return film ? { ...e, breast: undefined } : onBreast(e);
}

/** The same, made anew only when the explanation or the choice changes. */
export function useDrawn<E extends Explanation | readonly [Explanation, Explanation]>(given: E, { film }: Pick<Looks, 'film'>): E {
  return useMemo(() => (isPair(given) ? given.map((e) => drawnAs(e, { film })) : drawnAs(given, { film })) as E, [given, film]);
}

const isPair = (given: Explanation | readonly [Explanation, Explanation]): given is readonly [Explanation, Explanation] =>
  Array.isArray(given);
