/** Devices that run networks: their names, what was found out about each on this machine, and which one is used. */

/** `webgpu`: a graphics card of any vendor; `cuda`: NVIDIA's own; `dml`: DirectML on Windows; `coreml`: Apple's. */
export type DeviceName = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';
/** `auto`: the fastest that passes its trial. */
export type DeviceChoice = DeviceName | 'auto';

/** What one device's trial came to: a few training steps, compared with those of the CPU, and the time of a larger one. */
export interface DeviceVerdict {
  device: DeviceName;
  works: boolean;
  /** Its name as its driver gives it; absent: it gives none. */
  adapter?: string;
  /** A graphics card that a program plays on the processor. */
  software?: boolean;
  /** Largest relative difference from the CPU's losses, weights, statistics and momenta. */
  difference?: number;
  /** Milliseconds of the timed training step. */
  msPerStep?: number;
  /** The timed step was ended after msPerStep: it takes longer. */
  slower?: boolean;
  /** Why it does not work, and what it would take. */
  reason?: string;
  remedy?: string;
}

export interface DeviceListing {
  /** CPU first. */
  devices: DeviceVerdict[];
  /** What the command, the environment or the setting asks for. */
  asked: DeviceChoice;
  /** What `auto` takes. */
  fastest: DeviceName;
  /** What is used: absent when the device that is asked for does not work. */
  chosen?: DeviceName;
}
