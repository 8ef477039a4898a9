/** listDevices: a trial of every device that can be here. */
import { listDevices as tryDevices } from '../../devices/choose';
import { environmentChoice } from '../../network/device';
import type { Method } from '../method';
import { thisMachine } from '../thisMachine';

export const listDevices: Method<'listDevices'> = (_, context) => tryDevices(environmentChoice().device, thisMachine(), context);
