/** Devices that cannot be here, and what it would take: known from platform and files, without starting anything. */
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Device } from '../network/device';
import type { Lack } from './verdict';

/** What is asked of a system; tests describe other ones. */
export interface System {
  platform: NodeJS.Platform;
  arch: string;
  environment: NodeJS.ProcessEnv;
  home: string;
  exists(file: string): boolean;
  /** Names in a folder; none where there is no such folder. */
  names(folder: string): string[];
  /** Folder of the engine's own libraries for this platform. */
  engineFolder: string | undefined;
}

export function thisSystem(engineFolder: string | undefined): System {
  return {
    platform: process.platform,
    arch: process.arch,
    environment: process.env,
    home: os.homedir(),
    exists: existsSync,
    names: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        // No such folder, or one that is not ours to read: the driver's loader finds nothing there either.
        return [];
      }
    },
    engineFolder,
  };
}

/** Undefined where the device may be there. */
export function lackOf(device: Device, system: System): Lack | undefined {
  switch (device) {
    case 'cpu':
      return undefined;
    case 'webgpu':
      return system.platform === 'linux' && vulkanDrivers(system).length === 0 ? NO_VULKAN : undefined;
    case 'cuda':
      return cudaLack(system);
    case 'dml':
      return system.platform === 'win32'
        ? undefined
        : { reason: 'DirectML is a part of Windows', remedy: 'It takes a Windows machine.', foreign: true };
    case 'coreml':
      return system.platform === 'darwin' ? undefined : { reason: 'Core ML is a part of macOS', remedy: 'It takes a Mac.', foreign: true };
  }
}

/**
 * Manifests of Vulkan drivers where the Vulkan loader looks for them on Linux ("Driver interface to the Vulkan loader", Khronos), and where
 * NixOS has its own.
 */
export function vulkanDrivers({ environment, home, exists, names }: System): string[] {
  const list = (text: string | undefined) => (text ?? '').split(':').filter(Boolean);
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES, VK_ADD_DRIVER_FILES, XDG_CONFIG_HOME, XDG_CONFIG_DIRS, XDG_DATA_HOME, XDG_DATA_DIRS } =
    environment;
  const manifestsIn = (folder: string) =>
    names(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => path.join(folder, name));
  // A folder may stand in place of a file.
  const named = (files: string[]) =>
    files.flatMap((file) => [...(file.endsWith('.json') && exists(file) ? [file] : []), ...manifestsIn(file)]);
  const instead = list(VK_DRIVER_FILES || VK_ICD_FILENAMES);
  if (instead.length > 0) return named(instead);
  const roots = [
    XDG_CONFIG_HOME || path.join(home, '.config'),
    ...(XDG_CONFIG_DIRS ? list(XDG_CONFIG_DIRS) : ['/etc/xdg']),
    '/etc',
    XDG_DATA_HOME || path.join(home, '.local/share'),
    ...(XDG_DATA_DIRS ? list(XDG_DATA_DIRS) : []),
    '/usr/local/share',
    '/usr/share',
    '/run/opengl-driver/share',
  ];
  return [...named(list(VK_ADD_DRIVER_FILES)), ...new Set(roots.flatMap((root) => manifestsIn(path.join(root, 'vulkan/icd.d'))))];
}

function cudaLack({ platform, arch, engineFolder, exists }: System): Lack | undefined {
  if (!(platform === 'linux' || platform === 'win32') || arch !== 'x64')
    return {
      reason: `the engine has no CUDA for ${platform} ${arch}`,
      remedy: 'It takes an NVIDIA card in a Linux or Windows machine with an x64 processor; webgpu drives other cards.',
      foreign: true,
    };
  const library = platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  if (engineFolder && exists(path.join(engineFolder, library))) return undefined;
  return {
    reason: `the engine's CUDA files are not installed (${library})`,
    remedy:
      'It takes an NVIDIA card, CUDA 12, cuDNN 9 and these files: "node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12" fetches them. webgpu drives the same card without.',
  };
}

const NO_VULKAN: Lack = {
  reason: 'no Vulkan driver is installed',
  remedy:
    "It takes a graphics card and its Vulkan driver: mesa-vulkan-drivers for AMD and Intel, NVIDIA's own driver; VK_DRIVER_FILES names one that lies elsewhere.",
};
