/** Choose Device: tries the devices of this machine and writes the one that is chosen into the setting deepminer.device. */
import * as vscode from 'vscode';
import type { DeviceChoice, DeviceListing, DeviceVerdict } from '../../protocol/device';
import { runWork } from '../work';
import { argumentsOf, type Command } from './command';

interface DeviceItem extends vscode.QuickPickItem {
  choice: DeviceChoice;
  /** Why it cannot be chosen. */
  lack?: string;
}

export const chooseDevice: Command = async (services, given) => {
  const { silent, device: wanted } = argumentsOf<{ device: DeviceChoice }>(given);
  const listing = await runWork(
    services,
    { title: 'Trying devices', run: (options) => services.compute.listDevices({}, options), cancelled: 'The setting stays as it is.' },
    silent,
  );
  if (!listing) return undefined;
  const items = itemsOf(listing);
  const item = wanted === undefined ? await ask(items) : items.find(({ choice }) => choice === wanted);
  if (!item) return undefined;
  if (item.lack !== undefined) {
    if (silent) throw new Error(item.lack);
    void vscode.window.showWarningMessage(item.lack);
    return undefined;
  }
  const settings = vscode.workspace.getConfiguration('deepminer');
  const inspected = settings.inspect<string>('device');
  // What the workspace says counts before what the person says: it is changed where it stands.
  const target = inspected?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await settings.update('device', item.choice, target);
  return { ...listing, setting: item.choice };
};

function ask(items: DeviceItem[]): Thenable<DeviceItem | undefined> {
  return vscode.window.showQuickPick(items, {
    title: 'DeepMiner: where networks run',
    placeHolder: "Each device was tried: training steps compared with the CPU's, and one timed",
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
}

/** The devices that work, fastest first, then those that do not. */
function itemsOf({ devices, asked, fastest }: DeviceListing): DeviceItem[] {
  const cpu = devices.find(({ device }) => device === 'cpu')?.msPerStep;
  const working = devices.filter(({ works }) => works).sort((a, b) => (a.msPerStep ?? 0) - (b.msPerStep ?? 0));
  const current = (choice: DeviceChoice) => (choice === asked ? ' (current)' : '');
  return [
    {
      choice: 'auto',
      label: '$(wand) auto',
      description: `the fastest that works: ${fastest}${current('auto')}`,
      detail: 'Tried anew every week, and whenever engine or drivers change',
    },
    ...working.map((verdict) => ({
      choice: verdict.device,
      label: `$(chip) ${verdict.device}`,
      description: `${verdict.adapter ?? 'adapter unnamed'}${verdict.software ? ', a program on the processor' : ''}${current(verdict.device)}`,
      detail: detailOf(verdict, cpu),
    })),
    ...devices
      .filter(({ works }) => !works)
      .map(({ device, adapter, reason, remedy }) => ({
        choice: device,
        label: `$(circle-slash) ${device}`,
        description: `${adapter ? `${adapter}, ` : ''}does not work here${current(device)}`,
        detail: `${reason}. ${remedy}`,
        lack: `The device ${device} does not work here: ${reason}. ${remedy}`,
      })),
  ];
}

function detailOf({ msPerStep, slower, difference, device }: DeviceVerdict, cpu: number | undefined): string {
  const parts = [
    msPerStep === undefined ? '' : `${slower ? 'more than ' : ''}${msPerStep.toFixed(msPerStep < 10 ? 1 : 0)} ms a step`,
    device === 'cpu' || slower || msPerStep === undefined || cpu === undefined
      ? ''
      : `${(cpu / msPerStep).toPrecision(2)} times as fast as the CPU`,
    difference === undefined ? '' : `differs from the CPU by ${difference.toExponential(1)} at most`,
  ];
  return parts.filter(Boolean).join(', ');
}
