/** deepminer devices: what runs networks here; and the option --device of the commands that do. */
import { type Command, Option } from 'commander';
import { DEVICES } from '../network/device';
import type { DeviceChoice, DeviceListing, DeviceVerdict } from '../protocol/device';
import type { Call } from './call';
import { table } from './terminal';

export interface DeviceOption {
  device?: DeviceChoice;
}

/** Adds --device. */
export function onDevice(command: Command): Command {
  return command.addOption(
    new Option(
      '--device <name>',
      'where networks run; auto: the fastest that "deepminer devices" finds to work (default: DEEPMINER_DEVICE, else auto)',
    ).choices(['auto', ...DEVICES]),
  );
}

export function devicesCommand(program: Command, call: Call): void {
  program
    .command('devices')
    .description('try every device that can run networks here, and compare its training steps with those of the CPU')
    .action((_: object, command: Command) => call(command, 'listDevices', {}, devicesText));
}

export function devicesText({ devices, asked, fastest, chosen }: DeviceListing): string {
  const cpu = devices.find(({ device }) => device === 'cpu');
  const rows = devices.map((found) => [
    found.device === chosen ? '*' : '',
    found.device,
    found.adapter ?? (found.works ? 'adapter unnamed' : '-'),
    found.works ? 'yes' : 'no',
    found.difference === undefined ? '-' : found.difference.toExponential(1),
    found.msPerStep === undefined ? '-' : `${found.slower ? '> ' : ''}${found.msPerStep.toFixed(1)}`,
    ratioText(found, cpu),
  ]);
  const failing = devices.filter(({ works }) => !works).map(({ device, reason, remedy }) => `${device}: ${reason}. ${remedy}`);
  const software = devices.filter((found) => found.software).map(({ device }) => `${device}: this adapter is a program on the processor.`);
  return [
    table(['', 'device', 'adapter', 'works', 'difference', 'ms a step', 'speed'], rows),
    '',
    chosen === undefined ? `${asked} is asked for and does not work; auto would take ${fastest}.` : `* is used${whyText(asked, fastest)}.`,
    'Difference: the largest relative one from the losses, weights and momenta of the CPU. Speed: times that of the CPU.',
    ...(failing.length + software.length > 0 ? [''] : []),
    ...failing,
    ...software,
  ].join('\n');
}

function whyText(asked: DeviceChoice, fastest: string): string {
  if (asked === 'auto') return ': the fastest that works';
  return asked === fastest ? ', as asked: it is the fastest that works' : `, as asked; the fastest that works is ${fastest}`;
}

/** How many times as fast as the CPU. */
function ratioText({ works, msPerStep, slower }: DeviceVerdict, cpu: DeviceVerdict | undefined): string {
  if (!works || msPerStep === undefined || cpu?.msPerStep === undefined) return '-';
  const ratio = cpu.msPerStep / msPerStep;
  return `${slower ? '< ' : ''}${ratio.toPrecision(2)}`;
}
