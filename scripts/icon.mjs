/** Draws media/icon.png (128 x 128, the marketplace's size) from media/icon.svg. Run it after changing the drawing. */
import sharp from 'sharp';

await sharp('media/icon.svg', { density: 288 }).resize(128, 128).png({ compressionLevel: 9 }).toFile('media/icon.png');
