/** The name of the adapter behind a device, from what drivers and engine say while a session opens. The engine has no call that tells it. */

import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Device } from '../network/device';

/** Variables under which the Vulkan loader tells which device it opens; it is silent otherwise. */
export const TELLING: Readonly<Record<string, string>> = { VK_LOADER_DEBUG: 'all' };

/** Lines of the Vulkan loader, which are many. */
const LOADER = /^\s*(\[Vulkan Loader\]|(ERROR|WARNING|INFO|DEBUG|PERF|LAYER|DRIVER)\b[ |:])/;
/** Lines of a stack, and those without words. */
const STACK = /^\s+at |^\s*\d+: |^-----|^\W*$|^Node\.js v/;
/** Lines of the engine's own log. */
const ENGINE_LOG = /^\S+ \S+ \[[VI]:onnxruntime/;

const LAST_WORDS = 4;

/** Gathers from lines as they come; keeps no more than the names and the last words. */
export class Listener {
  private opened: string | undefined;
  private readonly cards: { name: string; discrete: boolean }[] = [];
  private readonly words: string[] = [];

  hear(line: string): void {
    // Linux, of the Vulkan loader: Using "NVIDIA H100" with driver: "libGLX_nvidia.so.0"
    this.opened = /\bUsing "(.+)" with driver: "/.exec(line)?.[1] ?? this.opened;
    // Windows, of the engine: Discovered OrtHardwareDevice {vendor_id:0x10de, …, type:1, metadata: [Description=NVIDIA …, Discrete=1, …
    const found = /Discovered OrtHardwareDevice \{.*\btype:1\b.*\bDescription=([^,\]]+)/.exec(line);
    if (found) this.cards.push({ name: found[1].trim(), discrete: /\bDiscrete=1\b/.test(line) });
    if (LOADER.test(line) || ENGINE_LOG.test(line) || STACK.test(line)) return;
    this.words.push(line.trim());
    if (this.words.length > LAST_WORDS) this.words.shift();
  }

  /** The adapter's name; among several cards the discrete one, which the engine asks for. Undefined when nothing named it. */
  get adapter(): string | undefined {
    return this.opened ?? (this.cards.find(({ discrete }) => discrete) ?? this.cards[0])?.name;
  }

  /** What was said last, on one line. */
  get lastWords(): string {
    return this.words.join(' / ').slice(-300);
  }
}

/** The adapter's name where the system itself tells it: the processor's, which is an Apple's graphics card too, and NVIDIA's first card. */
export function systemAdapter(device: Device): string | undefined {
  if (device === 'cpu' || process.platform === 'darwin') return os.cpus()[0]?.model.replace(/\s+/g, ' ').trim() || undefined;
  if (device !== 'cuda' || process.platform !== 'linux') return undefined;
  const cards = '/proc/driver/nvidia/gpus';
  try {
    const [first] = readdirSync(cards);
    return /^Model:\s*(.+)$/m.exec(readFileSync(path.join(cards, first, 'information'), 'utf8'))?.[1].trim();
  } catch {
    // The driver tells nothing here (a container, say): the adapter stays unnamed.
    return undefined;
  }
}
