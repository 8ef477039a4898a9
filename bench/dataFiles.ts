/** What `data` reads: the same films in every form that the method reads and this program, or a library of it, can write. */
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { View } from '../src/dataset/model';
import type { Frame } from '../src/images/frame';
import { encodeLosslessJpeg } from '../src/images/ljpeg/encode';
import { DICOM_FORMS, type DicomForm, dicomFile } from './dicomFiles';
import { films } from './films';

export const FORMS = ['LJPEG', 'PNG', 'TIFF', 'PGM', ...DICOM_FORMS] as const;
export type Form = (typeof FORMS)[number];

export interface FilmFiles {
  /** By form, in the same order. */
  views: Record<Form, View[]>;
  /** Of a file, the mean by form. */
  megabytes: Record<Form, number>;
}

const writers: Record<Exclude<Form, DicomForm>, (frame: Frame) => Promise<Uint8Array>> = {
  LJPEG: async (frame) => encodeLosslessJpeg(frame),
  PNG: (frame) => grey16(frame).png({ compressionLevel: 6 }).toBuffer(),
  TIFF: (frame) => grey16(frame).tiff({ compression: 'deflate' }).toBuffer(),
  // To 65535: for other largest values Pillow has but a decoder in Python, which takes half a minute.
  PGM: async ({ width, height, data }) =>
    Buffer.concat([Buffer.from(`P5\n${width} ${height}\n65535\n`), Buffer.from(data.slice().buffer).swap16()]),
};

/** Writes `count` films into `dir`. The scanner is known in LJPEG alone, as in life. */
export async function writeFilms(dir: string, count: number): Promise<FilmFiles> {
  const byForm = <T>(value: () => T) => Object.fromEntries(FORMS.map((form) => [form, value()])) as Record<Form, T>;
  const result: FilmFiles = { views: byForm<View[]>(() => []), megabytes: byForm(() => 0) };
  for await (const { view, frame } of films(dir, count))
    for (const form of FORMS) {
      const file = path.join(dir, `${view.id}.${form.replaceAll(' ', '_')}`);
      await writeFile(file, await (isDicom(form) ? dicomFile(frame, form) : writers[form](frame)));
      const bits = form === 'LJPEG' || isDicom(form) ? view.bits : 16;
      result.views[form].push({ ...view, file, bits, scanner: form === 'LJPEG' ? view.scanner : undefined });
      result.megabytes[form] += (await stat(file)).size / 2 ** 20 / count;
    }
  return result;
}

function isDicom(form: Form): form is DicomForm {
  return form.startsWith('DICOM');
}

function grey16({ width, height, data }: Frame): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false }).toColourspace('grey16');
}
