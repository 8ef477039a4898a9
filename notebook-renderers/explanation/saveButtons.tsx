/** Saves what is shown as a figure for print, where the person chooses; without an extension host, as a download. */
import { useState } from 'preact/hooks';
import type { Explanation } from '../../src/protocol/explanation';
import type { HostLink } from './hostLink';
import type { Looks } from './looks';

interface Props {
  explanations: readonly Explanation[];
  looks: Looks;
  host?: HostLink;
}

export function SaveButtons({ explanations, looks, host }: Props) {
  const [said, setSaid] = useState('');
  const save = async (format: 'svg' | 'png') => {
    setSaid('Drawing …');
    try {
      const [{ paperFigure }, { paperPng }] = await Promise.all([import('./paperFigure'), import('./paperPng')]);
      const figure = paperFigure(explanations, looks);
      const bytes = format === 'svg' ? new TextEncoder().encode(figure.svg) : await paperPng(figure);
      setSaid(await handOver(`${nameOf(explanations)}.${format}`, format, bytes, host));
    } catch (error) {
      setSaid(`The figure was not saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <>
      <button
        type="button"
        class="dm-button"
        title="A figure for print, 18 cm wide, with vector outlines and text"
        onClick={() => save('svg')}
      >
        Save SVG
      </button>
      <button type="button" class="dm-button" title="A figure for print, 18 cm wide at 300 dpi" onClick={() => save('png')}>
        Save PNG
      </button>
      <span class="dm-quiet" role="status">
        {said}
      </span>
    </>
  );
}

/** What became of it, in words; empty where nothing was saved because the person chose so. */
async function handOver(name: string, format: 'svg' | 'png', bytes: Uint8Array<ArrayBuffer>, host?: HostLink): Promise<string> {
  if (!host) {
    const address = URL.createObjectURL(new Blob([bytes], { type: format === 'svg' ? 'image/svg+xml' : 'image/png' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads it after the click.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return `${name} handed to the browser.`;
  }
  const data = format === 'svg' ? new TextDecoder().decode(bytes) : base64(bytes);
  const answer = await host.ask({ type: 'save', name, format, data });
  if (answer.type === 'failed') return answer.message;
  return answer.type === 'saved' && answer.file ? `Saved as ${answer.file}.` : '';
}

function nameOf(explanations: readonly Explanation[]): string {
  return explanations.map((e) => `${e.viewId}.${e.explainedClass}`.replace(/[^\p{L}\p{N}._-]+/gu, '-')).join('-and-');
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
