/** TensorBoard's Event message (tensorboard/compat/proto/event.proto), as far as curves of numbers need it. */
import { asInt, asString, expectBytes, fields, MessageWriter } from '../../network/protobuf';

export interface ScalarEvent {
  /** Steps since the beginning of the run. */
  step: number;
  /** Numbers by tag; a slash in a tag makes a group. */
  scalars: Readonly<Record<string, number>>;
}

/** Field numbers of Event, Summary, Summary.Value and SessionLog. */
const WALL_TIME = 1;
const STEP = 2;
const FILE_VERSION = 3;
const SUMMARY = 5;
const SESSION_LOG = 7;
const VALUE = 1;
const TAG = 1;
const SIMPLE_VALUE = 2;
const STATUS = 1;
const START = 1;

/** The first event of every file. */
export function versionEvent(seconds: number): Uint8Array {
  return bytesOf(new MessageWriter().double(WALL_TIME, seconds).string(FILE_VERSION, 'brain.Event:2'));
}

/** Training goes on with this step: a TensorBoard that watches forgets what it has seen of it and of later ones. */
export function restartEvent(seconds: number, step: number): Uint8Array {
  const session = new MessageWriter().int(STATUS, START);
  return bytesOf(new MessageWriter().double(WALL_TIME, seconds).int(STEP, step).message(SESSION_LOG, session));
}

export function scalarEvent(seconds: number, { step, scalars }: ScalarEvent): Uint8Array {
  const summary = new MessageWriter();
  for (const [tag, value] of Object.entries(scalars))
    summary.message(VALUE, new MessageWriter().string(TAG, tag).float(SIMPLE_VALUE, value));
  return bytesOf(new MessageWriter().double(WALL_TIME, seconds).int(STEP, step).message(SUMMARY, summary));
}

/** The numbers of an event; undefined for one without. Throws MalformedMessage. */
export function parseScalars(event: Uint8Array): ScalarEvent | undefined {
  let step = 0;
  let scalars: Record<string, number> | undefined;
  for (const field of fields(event)) {
    if (field.number === STEP) step = asInt(field);
    if (field.number !== SUMMARY) continue;
    scalars ??= {};
    for (const value of fields(expectBytes(field))) {
      let tag = '';
      let number: number | undefined;
      for (const part of fields(expectBytes(value))) {
        if (part.number === TAG) tag = asString(part);
        if (part.number === SIMPLE_VALUE) number = Buffer.from(expectBytes(part)).readFloatLE(0);
      }
      if (number !== undefined) scalars[tag] = number;
    }
  }
  return scalars && { step, scalars };
}

function bytesOf(message: MessageWriter): Uint8Array {
  return Buffer.concat(message.flush().chunks);
}
