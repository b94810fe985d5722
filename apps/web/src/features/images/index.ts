export { ImagePicker } from './image-picker.tsx';
export { uploadImage } from './upload-image.ts';
export { filesIn } from './images-in.ts';
