/** What features beside the image add, loaded with the first explanation that has any. */
import type { Explanation } from '../../src/protocol/explanation';
import { Later } from '../shared/later';

const load = async () => (await import('./features')).Features;

export function FeaturesLater(props: { explanation: Explanation }) {
  return props.explanation.auxiliary ? <Later load={load} props={props} /> : null;
}
