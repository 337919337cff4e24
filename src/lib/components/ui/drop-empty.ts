/** For `onformdata` of a GET form: fields left empty stay out of the address. */
export function dropEmpty({ formData }: FormDataEvent): void {
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
}
