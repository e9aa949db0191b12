/** The bytes of a file or a paste in base64. */
export function base64(data: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => failed(new Error(reader.error?.message ?? "read"));
    reader.readAsDataURL(data);
  });
}
