export { ImagePicker } from './image-picker.tsx';
export { type ImageSource, uploadImage } from './upload-image.ts';
export { addressIn, filesIn } from './images-in.ts';
