/** Kinds of files that are no text by nature. Keys and key stores are not among them: those are looked for. */
const ENDINGS = new Set(
  [
    'avif bmp exr gif heic ico jpeg jpg pbm pgm png ppm psd ras sgi tif tiff webp',
    'aac aif aifc aiff au flac m4a mp3 ogg voc wav',
    'avi mkv mov mp4 mpeg mpg webm',
    'eot otf ttc ttf woff woff2',
    '7z bz2 dmg gz iso jar lz4 lzma rar tar tgz war xz zip zst',
    'deb egg rpm whl',
    'a class dll dylib exe o pyc pyd pyo so wasm',
    'docx odp ods odt pdf ppt pptx xls xlsx',
    'ckpt feather h5 hdf5 joblib mat npy npz onnx parquet pck pickle pkl pt pth safetensors tflite',
    'db gmo mdb mo sqlite sqlite3',
  ].flatMap((endings) => endings.split(' ')),
);

/** True for paths whose ending says that the file is no text: no check has anything to say of it. */
export function isBinaryName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 && ENDINGS.has(name.slice(dot + 1).toLowerCase());
}
