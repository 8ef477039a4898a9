/** What a trial says of a device, and which device is the fastest of those that pass. */
import type { Device } from '../network/device';
import type { DeviceVerdict } from '../protocol/device';
import { differenceOf, TOLERANCE } from './comparison';
import type { Computed } from './trial';

/** What there is to say of a device that does not work. */
export interface Lack {
  reason: string;
  remedy: string;
  /** It belongs to other systems than this: nothing here could bring it. */
  foreign?: boolean;
}

/** What came out of a device's trial, as far as it went. */
export interface Trial {
  adapter?: string;
  computed?: Computed;
  msPerStep?: number;
  /** Milliseconds after which the timed step was ended. */
  endedAfter?: number;
  failure?: Lack;
}

/** Judges a trial by the CPU's; the CPU's own needs no comparison. */
export function verdictOf(device: Device, trial: Trial, cpu: Computed | undefined): DeviceVerdict {
  const { adapter, computed, failure, endedAfter } = trial;
  const named = { device, ...(adapter && { adapter, ...(isSoftware(adapter) && { software: true }) }) };
  const msPerStep = trial.msPerStep ?? endedAfter;
  const speed = { ...(msPerStep !== undefined && { msPerStep }), ...(endedAfter !== undefined && { slower: true }) };
  if (device === 'cpu') return { ...named, works: true, ...speed };
  if (!computed) return { ...named, works: false, ...(failure ?? NOTHING_CAME) };
  if (!cpu) return { ...named, works: false, ...NOTHING_TO_COMPARE };
  const { largest, where } = differenceOf(computed, cpu);
  const difference = Number.isFinite(largest) ? { difference: largest } : {};
  if (!(largest <= TOLERANCE)) return { ...named, works: false, ...difference, ...wrong(device, largest, where) };
  if (failure) return { ...named, works: false, ...difference, ...failure };
  return { ...named, works: true, ...difference, ...speed };
}

/** The fastest device that works; the CPU where none was measured. */
export function fastest(verdicts: readonly DeviceVerdict[]): Device {
  const measured = verdicts.filter(({ works, msPerStep, slower }) => works && msPerStep !== undefined && !slower);
  return measured.sort((a, b) => a.msPerStep! - b.msPerStep!)[0]?.device ?? 'cpu';
}

/** `webgpu (NVIDIA H100)`, `cpu` */
export function deviceText({ device, adapter }: Pick<DeviceVerdict, 'device' | 'adapter'>): string {
  return device === 'cpu' ? device : `${device} (${adapter ?? 'adapter unnamed'})`;
}

/** Programs that play a graphics card on the processor. */
function isSoftware(adapter: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i.test(adapter);
}

function wrong(device: Device, largest: number, where: string): Lack {
  const found = Number.isFinite(largest) ? `differ by ${largest.toExponential(1)}` : 'are no numbers or missing';
  return {
    reason: `it computes otherwise than the CPU: ${where} ${found}, where ${TOLERANCE} is allowed`,
    remedy:
      device === 'cuda'
        ? 'NVIDIA_TF32_OVERRIDE=0 in the environment turns shortened factors off; else update the driver, or use another device.'
        : "Update the graphics card's driver, or use another device.",
  };
}

const NOTHING_CAME: Lack = {
  reason: 'its trial ended without a result',
  remedy: 'Update its driver, or use another device.',
};
const NOTHING_TO_COMPARE: Lack = {
  reason: "the CPU's own trial gave no result to compare with",
  remedy: 'Try again when the machine has memory and time to spare; "deepminer devices" tells more.',
};
