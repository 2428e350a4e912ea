//! A body in parts, as a form with a file is sent.

const BOUNDARY: &str = "----frontiere";

/// What such a body is sent as.
pub(crate) const PARTS: &str = "multipart/form-data; boundary=----frontiere";

/// The fields, then the file with the name it goes by.
pub(crate) fn parts(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    if let Some((name, file)) = file {
        let head = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\ncontent-type: application/pdf\r\n\r\n").bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}
