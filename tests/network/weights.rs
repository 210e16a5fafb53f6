//! Weights files: PyTorch's, our own, and bad ones.

use std::path::Path;

use convscope::network::weights::{layers_text, open_layers};
use convscope::network::{Architecture, Layer, Model, Preset};
use serde::Deserialize;
use tempfile::TempDir;

use crate::fixtures;

#[derive(Deserialize)]
struct Logits {
    pictures: Vec<Vec<u8>>,
    logits: Vec<[f32; 10]>,
}

fn assert_logits(model: &Model, fixture: &str) {
    let expected: Logits = fixtures::json(fixture);
    for (picture, logits) in expected.pictures.iter().zip(expected.logits) {
        let given = model.classify(&fixtures::picture(picture)).logits;
        for (a, b) in given.iter().zip(logits) {
            assert!((a - b).abs() <= 1e-4, "{given:?} is not {logits:?}");
        }
    }
}

#[test]
fn weights_trained_in_pytorch_give_its_logits() {
    for file in ["tiny.pt", "tiny.safetensors"] {
        let tiny = Preset::Tiny.architecture();
        let model = Model::open_as(&fixtures::path(file), &tiny).unwrap();
        assert_logits(&model, "tiny.json");
    }
}

#[test]
fn a_state_dict_of_the_lessons_net_needs_no_architecture() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("lesson.pt");
    std::fs::write(&path, fixtures::gunzipped("lesson.pt.gz")).unwrap();
    assert_logits(&Model::open(&path).unwrap(), "lesson.json");
}

#[test]
fn a_state_dict_that_was_saved_opens_as_it_was() {
    let folder = TempDir::new().unwrap();
    for (preset, name) in Preset::ALL
        .into_iter()
        .zip(["net.pt", "net.PTH"].iter().cycle())
    {
        let path = folder.path().join(name);
        let model = Model::seeded(&preset.architecture(), 7);
        model.save(&path).unwrap();
        assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
        let opened = Model::open_as(&path, &preset.architecture()).unwrap();
        assert_eq!(opened.parameters(), model.parameters());
    }
}

#[test]
fn a_saved_model_opens_as_it_was() {
    let folder = TempDir::new().unwrap();
    for preset in Preset::ALL {
        let path = folder.path().join("model.safetensors");
        let model = Model::seeded(&preset.architecture(), 7);
        model.save(&path).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let opened = Model::open(&path).unwrap();
        assert_eq!(opened.architecture(), model.architecture());
        assert_eq!(opened.parameters(), model.parameters());
        opened.save(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_failed_save_leaves_the_old_file() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("missing/model.safetensors");
    let error = Model::builtin().save(&missing).unwrap_err().to_string();
    assert!(
        error.contains("model.safetensors") && error.contains("written"),
        "{error}"
    );
}

#[test]
fn seeds_decide_the_weights_within_pytorchs_range() {
    let lesson = Architecture::lesson();
    let [a, b, c] = [1, 1, 2].map(|seed| Model::seeded(&lesson, seed));
    assert_eq!(a.parameters(), b.parameters());
    assert_ne!(a.parameters(), c.parameters());
    for (name, fan_in) in [
        ("conv1.weight", 25.0_f32),
        ("conv1.bias", 25.0),
        ("fc2.weight", 120.0),
    ] {
        let most = a
            .parameter(name)
            .unwrap()
            .values
            .iter()
            .fold(0.0_f32, |m, v| m.max(v.abs()));
        let bound = 1.0 / fan_in.sqrt();
        assert!(
            most <= bound && most > 0.5 * bound,
            "{name}: {most} of {bound}"
        );
    }
}

#[test]
fn the_builtin_model_is_the_lessons_net() {
    assert_eq!(*Model::builtin().architecture(), Architecture::lesson());
}

/// A safetensors file of one header and as many zero bytes as given.
fn safetensors(header: &str, zeros: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.resize(bytes.len() + zeros, 0);
    bytes
}

/// The lesson's net as a file, its header changed.
fn lesson_file(change: impl Fn(String) -> String) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("model.safetensors");
    Model::builtin().save(&path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = change(String::from_utf8(bytes[8..8 + length].to_vec()).unwrap());
    let mut changed = safetensors(&header, 0);
    changed.extend(&bytes[8 + length..]);
    changed
}

fn error_of(path: &Path) -> String {
    let Err(error) = Model::open(path) else {
        panic!("{} was opened", path.display());
    };
    let message = error.to_string();
    assert!(message.contains(&path.display().to_string()), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

/// Opens a file with these bytes, which must fail with one line that says `what`.
fn assert_refused(bytes: &[u8], what: &str) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bad.safetensors");
    std::fs::write(&path, bytes).unwrap();
    let message = error_of(&path);
    assert!(message.contains(what), "“{message}” does not say “{what}”");
}

#[test]
fn bad_paths_are_told() {
    let folder = TempDir::new().unwrap();
    assert!(error_of(folder.path()).contains("folder"));
    assert!(error_of(&folder.path().join("none.safetensors")).contains("no such file"));
    #[cfg(unix)]
    assert!(error_of(Path::new("/dev/zero")).contains("no regular file"));
}

#[test]
fn bad_safetensors_are_told() {
    assert_refused(b"", "empty");
    assert_refused(b"abc", "neither safetensors");
    assert_refused(b"this is a text file, not weights", "neither safetensors");
    assert_refused(&safetensors("{}", 0)[..9], "neither safetensors");
    assert_refused(&safetensors("not json", 0), "not a sound safetensors file");
    assert_refused(&safetensors("{}", 0), "conv1.weight is missing");
    let whole = lesson_file(|header| header);
    assert_refused(&whole[..whole.len() - 100], "not a sound safetensors file");
    let huge =
        r#"{"conv1.weight":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#;
    assert_refused(&safetensors(huge, 8), "not a sound safetensors file");
    let beyond = r#"{"conv1.weight":{"dtype":"F32","shape":[1000000],"data_offsets":[0,4000000]}}"#;
    assert_refused(&safetensors(beyond, 8), "not a sound safetensors file");
}

#[test]
fn tensors_that_do_not_fit_are_told() {
    let swap = |from: &str, to: &str| lesson_file(|header| header.replace(from, to));
    assert_refused(
        &swap("fc2.bias\"", "fc9.bias\""),
        "fc2.bias is missing; instead there are fc9.bias: save it under",
    );
    // As DataParallel names them.
    let parallel = lesson_file(|header| {
        let layers = ["conv1", "conv2", "fc1", "fc2", "fc3"];
        layers.iter().fold(header, |header, layer| {
            header.replace(&format!("\"{layer}."), &format!("\"module.{layer}."))
        })
    });
    assert_refused(
        &parallel,
        "conv1.weight is missing; instead there are module.conv1.bias, module.conv1.weight, \
         module.conv2.bias, …: save it under",
    );
    assert_refused(
        &swap("[6,1,5,5]", "[6,1,25,1]"),
        "conv1.weight has shape [6, 1, 25, 1], not [6, 1, 5, 5]",
    );
    let integers = swap(
        r#""conv1.bias":{"dtype":"F32""#,
        r#""conv1.bias":{"dtype":"I32""#,
    );
    assert_refused(&integers, "conv1.bias is of type I32");
    assert_refused(&swap(r#"\"inputs\":400"#, r#"\"inputs\":401"#), "fc1");
    assert_refused(
        &swap("convolution", "convulsion"),
        "the layers in it cannot be read",
    );

    let mut spoilt = lesson_file(|header| header);
    let end = spoilt.len();
    spoilt[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert_refused(&spoilt, "NaN");

    let with_more = lesson_file(|header| {
        header.replacen(
            '{',
            r#"{"extra":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#,
            1,
        )
    });
    assert_refused(&with_more, "extra does not belong");
}

/// Layers alone come back as they were, also those that do not fit together.
#[test]
fn layers_are_files_of_their_own() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("layers.json");
    for layers in [
        Preset::Deeper.layers(),
        vec![Layer::Flatten, Layer::Flatten],
    ] {
        std::fs::write(&path, layers_text(&layers)).unwrap();
        assert_eq!(open_layers(&path).unwrap(), layers);
    }
    let many = layers_text(&vec![Layer::Relu; 1_000]);
    for (text, what) in [
        (many.as_str(), "1000 layers, at most 200 are opened"),
        ("[{\"kind\": \"relu\"", "cannot be read: EOF"),
        ("{}", "cannot be read: invalid type"),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = open_layers(&path).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn bad_state_dicts_are_told() {
    let whole = fixtures::gunzipped("lesson.pt.gz");
    assert_refused(&whole[..whole.len() / 2], "not a sound PyTorch state_dict");
    assert_refused(b"PK\x03\x04 and no more", "not a sound PyTorch state_dict");

    let swap = |from: &[u8], to: &[u8]| {
        let mut bytes = whole.clone();
        let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    };
    // The archive's checksum finds any change of the pickle.
    assert_refused(
        &swap(b"OrderedDict", b"OrderedDicx"),
        "not a sound PyTorch state_dict",
    );
    // A plain tiny net is not the lesson's.
    let tiny = std::fs::read(fixtures::path("tiny.pt")).unwrap();
    assert_refused(
        &tiny,
        "conv1.weight has shape [4, 1, 3, 3], not [6, 1, 5, 5]",
    );
}

/// A zip archive as PyTorch writes it, with this pickle in it.
fn archive(pickle: &[u8]) -> Vec<u8> {
    use std::io::Write;
    use zip::write::SimpleFileOptions;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("model/data.pkl", stored).unwrap();
    zip.write_all(pickle).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_pytorch_saves_by_mistake_is_told_with_what_to_do() {
    let whole_net = archive(b"\x80\x02c__main__\nNet\n)\x81.");
    let nested = archive(b"\x80\x02}X\x0a\0\0\0state_dict}s.");
    let with_more = archive(b"\x80\x02}X\x05\0\0\0epoch].");
    let old = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
    let picture = b"\x89PNG\r\n\x1A\n\0\0\0\x0D";
    for (bytes, what) in [
        (&whole_net[..], "it holds a whole Python object; "),
        (&nested, "it is not a dictionary of tensors alone; "),
        (
            &with_more,
            "it holds more than tensors (instruction 0x5d); ",
        ),
        (old, "written as PyTorch did before version 1.6: "),
        (picture, "neither safetensors nor a PyTorch state_dict: "),
    ] {
        let what_to_do = "save it with torch.save(net.state_dict(), PATH)";
        assert_refused(bytes, &format!("{what}{what_to_do}"));
    }
}

#[test]
fn a_pickle_is_never_run() {
    let system = b"\x80\x02cos\nsystem\nX\x04\0\0\0true\x85R.";
    assert_refused(
        &archive(system),
        "os.system, which no state_dict needs; it was not run",
    );
    assert_refused(&archive(b"\x80\x02("), "ends too early");
    assert_refused(&archive(b"\x80\x02X\xff\xff\xff\xffabc"), "ends too early");
    assert_refused(&archive(b"\x80\x02i"), "0x69");
    assert_refused(&archive(b"\x80\x02}."), "conv1.weight is missing");
    let dims = [b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x01tQK\0(".as_slice(), &b"K\x01".repeat(9), b"t(", &b"K\x01".repeat(9), b"ttR."].concat();
    assert_refused(&archive(&dims), "dictionary of tensors");
    let nested = [b"\x80\x02)".as_slice(), &[0x85; 100_000], b"."].concat();
    assert_refused(&archive(&nested), "dictionary of tensors");
}
