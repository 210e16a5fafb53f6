//! Files that are not sound: one line that names the file, and exit code 1.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use convscope::digit::picture::save_png;
use convscope::grid::Grid;
use convscope::network::{Architecture, Model};
use flate2::Compression;
use flate2::write::GzEncoder;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use tempfile::TempDir;

use super::command_line::convscope;

/// Runs a line that must fail, and gives what it says.
fn refused(line: &str, file: &Path) -> String {
    let output = convscope(line);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{line}: {said}");
    assert!(output.stdout.is_empty(), "{line}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("error: "), "{said}");
    assert!(said.contains(&file.display().to_string()), "{said}");
    said
}

/// A folder with MNIST's four files, one of which is another.
fn folder_with(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let pictures = [0x0803, 1, 28, 28].map(u32::to_be_bytes);
    let pictures = [pictures.as_flattened(), &[0; 784]].concat();
    let labels = [0, 0, 8, 1, 0, 0, 0, 1, 5];
    for part in ["train", "t10k"] {
        let path = |kind: &str| folder.path().join(format!("{part}-{kind}-ubyte"));
        std::fs::write(path("images-idx3"), &pictures).unwrap();
        std::fs::write(path("labels-idx1"), labels).unwrap();
    }
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// What `train` and `evaluate` both say of a folder with such a file.
fn folder_refused(name: &str, bytes: &[u8]) -> String {
    let (folder, path) = folder_with(name, bytes);
    let data = folder.path().display();
    let said = refused(&format!("evaluate --data {data}"), &path);
    assert_eq!(refused(&format!("train --data {data}"), &path), said);
    said
}

const PICTURES: &str = "train-images-idx3-ubyte";
const LABELS: &str = "t10k-labels-idx1-ubyte";

#[test]
fn the_folder_is_sound_without_a_bad_file() {
    let (folder, _) = folder_with("README", b"nothing");
    let data = folder.path().display();
    assert!(
        convscope(&format!("evaluate --data {data}"))
            .status
            .success()
    );
}

#[test]
fn idx_files() {
    assert!(folder_refused(PICTURES, b"").contains("the file is empty"));
    let magic = folder_refused(PICTURES, &[0, 0, 8, 1, 0, 0, 0, 0]);
    assert!(magic.contains("starts with 00000801"), "{magic}");
    let short = folder_refused(LABELS, &[0, 0, 8, 1, 0, 0, 0, 9, 1]);
    assert!(short.contains("announces 17 bytes but holds 9"), "{short}");
    let four_billion = [0x0803, u32::MAX, 28, 28].map(u32::to_be_bytes);
    let said = folder_refused(PICTURES, four_billion.as_flattened());
    assert!(said.contains("announces 4294967295 items"), "{said}");
    let over = folder_refused(LABELS, &[0, 0, 8, 1, 0, 0, 0, 1, 10]);
    assert!(over.contains("label 0 is 10"), "{over}");
}

#[test]
fn a_gzip_without_an_end() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&[0, 0, 8, 1, 0, 0, 0, 1]).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(256 << 20), &mut gzip).unwrap();
    let said = folder_refused(LABELS, &gzip.finish().unwrap());
    assert!(said.contains("announces 9 bytes but holds more"), "{said}");
}

#[test]
fn missing_files_and_folders() {
    let missing = Path::new("there/is/no such");
    assert!(convscope("evaluate --data there/is/none").status.code() == Some(1));
    let folder = TempDir::new().unwrap();
    let data = folder.path().display();
    let said = refused(&format!("train --data {data}"), folder.path());
    assert!(
        said.contains("put MNIST's four files into this folder"),
        "{said}"
    );
    let path = folder.path().join("no");
    let said = refused(&format!("train --resume {}", path.display()), &path);
    assert!(said.contains("settings.toml"), "{said}");
    assert!(!missing.exists());
}

/// What cannot be looked at is not missing.
#[cfg(unix)]
#[test]
fn a_link_to_itself_is_not_missing() {
    let (folder, path) = folder_with(PICTURES, b"");
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let said = refused(&format!("train --data {}", folder.path().display()), &path);
    assert!(said.contains("cannot be read"), "{said}");
}

#[test]
fn a_text_file_is_no_file_of_drawn_digits() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("text");
    std::fs::write(&path, "Dear diary,\n").unwrap();
    let said = refused(&format!("train --data {}", path.display()), &path);
    assert!(said.contains("line 1: not a pair of coordinates"), "{said}");
}

/// The lesson's tensors, changed, as a safetensors file.
fn weights(change: impl FnOnce(&mut HashMap<String, (Dtype, Vec<usize>, Vec<u8>)>)) -> Vec<u8> {
    let model = Model::seeded(&Architecture::lesson(), 1);
    let mut tensors = HashMap::new();
    for p in model.parameters() {
        let bytes = p.values.iter().flat_map(|v| v.to_le_bytes()).collect();
        tensors.insert(
            p.spec.name.clone(),
            (Dtype::F32, p.spec.dims.clone(), bytes),
        );
    }
    change(&mut tensors);
    let views = tensors.iter().map(|(name, (dtype, dims, bytes))| {
        (name, TensorView::new(*dtype, dims.clone(), bytes).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

/// What `evaluate` and `train` both say of such a file of weights.
fn weights_refused(bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("weights.safetensors");
    std::fs::write(&path, bytes).unwrap();
    let model = path.display();
    let said = refused(&format!("evaluate --model {model}"), &path);
    refused(&format!("train --model {model}"), &path);
    said.replace(&path.display().to_string(), "FILE")
}

#[test]
fn safetensors_files() {
    let missing = weights_refused(&weights(|tensors| {
        tensors.remove("fc2.bias");
    }));
    assert_eq!(missing, "error: FILE: the tensor fc2.bias is missing\n");
    let shape = weights_refused(&weights(|tensors| {
        tensors.get_mut("conv1.weight").unwrap().1 = vec![6, 25];
    }));
    assert_eq!(
        shape,
        "error: FILE: the tensor conv1.weight has shape [6, 25], not [6, 1, 5, 5]\n"
    );
    let kind = weights_refused(&weights(|tensors| {
        tensors.get_mut("fc3.bias").unwrap().0 = Dtype::I32;
    }));
    assert!(
        kind.contains("the tensor fc3.bias is of type I32"),
        "{kind}"
    );
    let nan = weights_refused(&weights(|tensors| {
        tensors.get_mut("fc1.weight").unwrap().2[..4].copy_from_slice(&f32::NAN.to_le_bytes());
    }));
    assert!(nan.contains("the tensor fc1.weight holds NaN"), "{nan}");
    let mut long = weights(|_| ());
    long[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    let said = weights_refused(&long);
    assert!(
        said.contains("neither safetensors nor a PyTorch state_dict: save it"),
        "{said}"
    );
    assert!(weights_refused(b"").contains("the file is empty"));
}

#[test]
fn weights_that_are_too_large_give_no_numbers() {
    let folder = TempDir::new().unwrap();
    let (model, picture) = (folder.path().join("large"), folder.path().join("one.png"));
    let large = weights(|tensors| {
        for name in ["fc2.weight", "fc3.weight"] {
            let bytes = &mut tensors.get_mut(name).unwrap().2;
            for number in bytes.as_chunks_mut::<4>().0 {
                *number = (f32::from_le_bytes(*number) * 1e25).to_le_bytes();
            }
        }
    });
    std::fs::write(&model, large).unwrap();
    let mut ink = Grid::filled(28, 28, 0.0);
    (4..24).for_each(|row| ink.set(row, 14, 1.0));
    save_png(&ink, &picture).unwrap();
    let evaluate = format!("evaluate --json --model {}", model.display());
    let classify = format!(
        "classify --json --model {} {}",
        model.display(),
        picture.display()
    );
    for (line, about) in [(evaluate, &model), (classify, &picture)] {
        let said = refused(&line, about);
        assert!(said.contains("its weights are too large"), "{said}");
    }
}

#[test]
fn an_out_folder_that_cannot_be_made_stops_the_run_before_it_starts() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a file");
    std::fs::write(folder.path().join("file"), b"").unwrap();
    let out = folder.path().join("file/run");
    let said = refused(&format!("train --out {}", out.display()), &out);
    assert!(said.contains("Not a directory"), "{said}");
    assert!(!path.exists());
}
