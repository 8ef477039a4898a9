import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LOOKING } from '../../../src/host/commands/looking';

interface Setting {
  scope?: string;
  type?: string;
}

interface Manifest {
  capabilities: { untrustedWorkspaces: { supported: unknown; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; enablement?: string }[];
    configuration: { properties: Record<string, Setting> } | { properties: Record<string, Setting> }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('the manifest, in a workspace that is not trusted', () => {
  it('has the workspace keep its hands off every setting that a process or a file name depends on', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    const settings = Object.assign({}, ...[manifest.contributes.configuration].flat().map((c) => c.properties)) as Record<string, Setting>;
    assert.ok(Object.keys(settings).length >= 3);
    // A switch can turn nothing but what we offer on and off; these settings a workspace cannot set at all.
    const free = Object.entries(settings).filter(([, s]) => s.type !== 'boolean' && s.scope !== 'application' && s.scope !== 'machine');
    assert.deepEqual(
      free.map(([name]) => name).filter((name) => !restrictedConfigurations.includes(name)),
      [],
    );
  });

  it('enables no command but those that look, and the one that ends a process', () => {
    const anywhere = new Set([...[...LOOKING].map((name) => `deepminer.${name}`), 'deepminer.restartKernel']);
    const { commands } = manifest.contributes;
    assert.ok(commands.length > 20);
    assert.deepEqual(
      commands.filter(({ command, enablement }) => !anywhere.has(command) && !enablement?.split(' && ').includes('isWorkspaceTrusted')),
      [],
    );
  });
});
