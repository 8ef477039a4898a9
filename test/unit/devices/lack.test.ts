/** Devices that cannot be on a system, and the names of adapters in what drivers and engine say. */
import assert from 'node:assert/strict';
import { Listener } from '../../../src/devices/adapter';
import { lackOf, type System, vulkanDrivers } from '../../../src/devices/lack';

/** A system with these files. */
function system(files: string[], rest: Partial<System> = {}): System {
  return {
    platform: 'linux',
    arch: 'x64',
    environment: {},
    home: '/home/a',
    engineFolder: '/engine',
    exists: (file) => files.includes(file),
    names: (folder) => files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)),
    ...rest,
  };
}

describe('a device that cannot be here', () => {
  it('is DirectML off Windows, Core ML off macOS, and CUDA off both Linux and Windows on x64', () => {
    const mac = system([], { platform: 'darwin', arch: 'arm64' });
    const windows = system([], { platform: 'win32' });
    assert.match(lackOf('dml', system([]))!.reason, /Windows/);
    assert.match(lackOf('coreml', windows)!.reason, /macOS/);
    assert.match(lackOf('cuda', mac)!.reason, /no CUDA for darwin arm64/);
    for (const [device, on] of [
      ['dml', windows],
      ['coreml', mac],
      ['webgpu', windows],
      ['webgpu', mac],
      ['cpu', mac],
    ] as const)
      assert.equal(lackOf(device, on), undefined);
  });

  it("is CUDA without the engine's files, with the command that fetches them", () => {
    assert.match(lackOf('cuda', system([]))!.remedy, /--onnxruntime-node-install=cuda12/);
    assert.equal(lackOf('cuda', system(['/engine/libonnxruntime_providers_cuda.so'])), undefined);
  });

  it('is WebGPU on Linux without a Vulkan driver, wherever the Vulkan loader looks for one', () => {
    assert.match(lackOf('webgpu', system([]))!.remedy, /Vulkan driver/);
    const own = '/home/a/.local/share/vulkan/icd.d/own.json';
    assert.equal(lackOf('webgpu', system(['/usr/share/vulkan/icd.d/card.json'])), undefined);
    assert.deepEqual(vulkanDrivers(system([own, '/etc/vulkan/icd.d/note.txt'])), [own]);
    const named = { VK_DRIVER_FILES: '/a/one.json:/b' };
    const there = ['/usr/share/vulkan/icd.d/card.json', '/a/one.json', '/b/two.json'];
    assert.deepEqual(vulkanDrivers(system(there, { environment: named })), ['/a/one.json', '/b/two.json']);
    assert.match(lackOf('webgpu', system([there[0]], { environment: { VK_DRIVER_FILES: '/gone.json' } }))!.reason, /no Vulkan driver/);
  });
});

describe('the name of an adapter', () => {
  const adapter = (...lines: string[]) => {
    const listener = new Listener();
    for (const line of lines) listener.hear(line);
    return listener.adapter;
  };

  it('is that of the device which the Vulkan loader opens, not of those it sees', () => {
    const seen = '[Vulkan Loader] INFO | DRIVER:             [0] llvmpipe (LLVM 19.1.7, 256 bits)';
    const opened = '[Vulkan Loader] DRIVER:                Using "NVIDIA H100" with driver: "libGLX_nvidia.so.0"';
    assert.equal(adapter(seen, opened), 'NVIDIA H100');
    assert.equal(adapter('LAYER:       Using "Intel(R) Arc(tm) (DG2)" with driver: "libvulkan_intel.so"'), 'Intel(R) Arc(tm) (DG2)');
    assert.equal(adapter(seen), undefined);
  });

  it("on Windows is that of the discrete card among the engine's", () => {
    const card = (type: number, name: string, discrete: number) =>
      `2026-01-01 10:00:00.0 [I:onnxruntime:onnxruntime-node, device_discovery_common.cc:34 operator()] Discovered OrtHardwareDevice {vendor_id:0x10de, device_id:0x1, vendor:V, type:${type}, metadata: [Description=${name}, Discrete=${discrete}, DxgiAdapterNumber=0, ]}`;
    assert.equal(adapter(card(0, 'CPU', 1), card(1, 'Small Graphics', 0), card(1, 'Big Card 7', 1)), 'Big Card 7');
    assert.equal(adapter(card(1, 'Small Graphics', 0)), 'Small Graphics');
  });
});
