/** The decoders of JPEG-LS and JPEG 2000 as far as they are used; their packages bring no types. */

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  export interface CodecOptions {
    print(line: string): void;
    printErr(line: string): void;
  }
  export interface Decoder {
    /** Room for the stream in the module's memory. */
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    /** Zeros where decoding failed. */
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
    /** Samples in the module's memory: a byte, or two with the low one first. */
    getDecodedBuffer(): Uint8Array;
  }
  interface CharLs {
    JpegLSDecoder: new () => Decoder;
    /** Text of what the decoder threw: a number. */
    getExceptionMessage(thrown: unknown): string;
  }
  const load: (options: CodecOptions) => Promise<CharLs>;
  export default load;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  import type { CodecOptions, Decoder } from '@cornerstonejs/codec-charls/decodewasmjs';

  const load: (options: CodecOptions) => Promise<{ J2KDecoder: new () => Decoder }>;
  export default load;
}
