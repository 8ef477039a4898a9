/** The drawer of a unit's patches, loaded with the first unit that is asked for. */
import { Later } from '../shared/later';
import type { DrawerProps } from './unitDrawer';

const load = async () => (await import('./unitDrawer')).UnitDrawer;

export function UnitDrawerLater(props: DrawerProps) {
  return <Later load={load} props={props} />;
}
