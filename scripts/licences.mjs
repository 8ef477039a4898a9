// The licences of what the extension ships: packages bundled into dist/ (as esbuild's metafiles tell) and packages beside it in node_modules.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

const texts = path.join(root, 'scripts/licenceTexts');

/** Licences that code under MIT may be shipped with, whatever is done to it. */
export const FREE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Licences that allow it to libraries which stay files of their own and can be exchanged, and the packages that are. */
export const SEPARATE = { 'LGPL-3.0-or-later': /^@img\/sharp-/ };

/** Who holds the copyright of packages that come without the text of their licence. */
const HOLDERS = {
  'onnxruntime-node': 'Copyright (c) Microsoft Corporation. All rights reserved.',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation. All rights reserved.',
  '@cornerstonejs/codec-openjpeg': 'Copyright (c) the contributors to cornerstonejs/codecs',
};

/** Works of others compiled into a package's files, which its own licence does not name. */
const CONTAINED = {
  '@cornerstonejs/codec-charls': [
    { name: 'CharLS', licence: 'BSD-3-Clause', holders: 'Copyright (c) 2007, Jan de Vaan and Victor Derks. All rights reserved.' },
  ],
  '@cornerstonejs/codec-openjpeg': [
    {
      name: 'OpenJPEG',
      licence: 'BSD-2-Clause',
      holders: [
        'Copyright (c) 2002-2014, Universite catholique de Louvain (UCL), Belgium',
        'Copyright (c) 2002-2014, Professor Benoit Macq',
        'Copyright (c) 2003-2014, Antonin Descampe',
        'Copyright (c) 2003-2009, Francois-Olivier Devaux',
        'Copyright (c) 2005, Herve Drolon, FreeImage Team',
        'Copyright (c) 2002-2003, Yannick Verschueren',
        'Copyright (c) 2001-2003, David Janssens',
        'All rights reserved.',
      ].join('\n'),
    },
  ],
};

/** Folders of the packages whose files went into bundles, from esbuild's metafiles: `node_modules/…`, sorted. A package may lie inside another. */
export function bundledPackages(metafiles) {
  const files = metafiles.flatMap((m) => Object.keys(m.inputs));
  const folders = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(folders.filter(Boolean))].sort();
}

/** What is said of a package in its folder: name, version, SPDX expression, the texts of licence and notices that lie there. */
export function readPackage(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file));
  return {
    name,
    version,
    licence: license ?? 'none given',
    folder,
    texts: files.sort().map((f) => fs.readFileSync(path.join(folder, f), 'utf8').trim()),
  };
}

/** Why a package may not be shipped, or undefined when it may: each part of an AND must be allowed, one of an OR suffices. */
export function refusal({ name, licence }) {
  const allowed = (id) => FREE.includes(id) || Boolean(SEPARATE[id]?.test(name));
  const fits = licence
    .replace(/[()]/g, '')
    .split(/ AND /)
    .every((part) => part.split(/ OR /).some((id) => allowed(id.trim())));
  return fits
    ? undefined
    : `${name}: licence "${licence}" found, expected one of ${FREE.join(', ')}. Replace the package, or judge its licence.`;
}

const standard = (licence) => fs.readFileSync(path.join(texts, `${licence}.txt`), 'utf8').trim();

/** Everything that must be said of one package. Throws where its licence is not allowed or its text is nowhere. */
function entry(found) {
  const refused = refusal(found);
  if (refused) throw new Error(refused);
  const parts = [`${found.name} ${found.version}\nLicence: ${found.licence}`, ...found.texts];
  if (HOLDERS[found.name]) parts.push(`${HOLDERS[found.name]}\n\n${standard(found.licence)}`);
  if (/LGPL/.test(found.licence)) {
    const readme = fs.readFileSync(path.join(found.folder, 'README.md'), 'utf8');
    const table = /## Licensing[\s\S]*?(?=\n## |Please report|$)/.exec(readme)?.[0].trim();
    parts.push(
      `libvips and the libraries inside it are files of their own in node_modules/${found.name}/lib, loaded when images are read, and may be\nexchanged for other builds. The texts of LGPL 3 and GPL 3 stand at the end of this file.`,
      table ?? 'Libraries inside: https://github.com/lovell/sharp-libvips',
    );
  }
  if (parts.length === 1) throw new Error(`${found.name}: no text of its licence found. Add its copyright holder to scripts/licences.mjs.`);
  for (const work of CONTAINED[found.name] ?? [])
    parts.push(`Contains ${work.name}\nLicence: ${work.licence}\n\n${work.holders}\n\n${standard(work.licence)}`);
  return parts.join('\n\n');
}

/**
 * The text of THIRD-PARTY-LICENCES.txt: packages read by readPackage, each once, by name, with the texts of their licences; `closing` are further
 * paragraphs. Throws where a licence is not allowed.
 */
export function licenceList(packages, closing = []) {
  const sorted = [...new Map(packages.map((p) => [p.name, p])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const line = `\n\n${'-'.repeat(100)}\n\n`;
  const head = 'DeepMiner is under the MIT licence (LICENSE). It is shipped with the work of others, under the licences below.';
  const table = sorted.map((p) => `${`${p.name} ${p.version}`.padEnd(48)} ${p.licence}`).join('\n');
  const lesser = sorted.some((p) => /LGPL/.test(p.licence)) ? [standard('LGPL-3.0'), standard('GPL-3.0')] : [];
  return `${[`${head}\n\n${table}`, ...sorted.map(entry), ...closing, ...lesser].join(line)}\n`;
}
